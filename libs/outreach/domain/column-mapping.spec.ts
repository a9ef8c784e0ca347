import { expect, test } from '@jest/globals';
import { guessMapping, placesOf } from './column-mapping.ts';

test.each<[string[], (string | null)[]]>([
  [['Name', 'E-Mail', 'Phone'], ['Name', null, 'E-Mail', 'Phone']],
  [['Vorname', 'Name', 'E-Mail-Adresse', 'Telefon', 'Handy-Nr.'], ['Vorname', 'Name', 'E-Mail-Adresse', 'Handy-Nr.']],
  [['first_name', 'last_name', 'email_address', 'mobile_phone'], ['first_name', 'last_name', 'email_address', 'mobile_phone']],
  [['Full name', 'First name', 'Last name', 'Mail'], ['Full name', null, 'Mail', null]],
  [['Prénom', 'Nom', 'Courriel', 'Téléphone portable'], ['Prénom', 'Nom', 'Courriel', 'Téléphone portable']],
  [['Nombre', 'Apellidos', 'Correo electrónico', 'Teléfono'], ['Nombre', 'Apellidos', 'Correo electrónico', 'Teléfono']],
  [['Nome', 'Cognome', 'Indirizzo e-mail', 'Cellulare'], ['Nome', 'Cognome', 'Indirizzo e-mail', 'Cellulare']],
  [['Nome', 'Telemóvel'], ['Nome', null, null, 'Telemóvel']],
  [['Surname', 'mail'], ['Surname', null, 'mail', null]],
  [['id', 'colour'], [null, null, null, null]],
])('the columns %j say what they are', (columns, [name, lastName, email, phone]) => expect(guessMapping(columns)).toEqual({ name, lastName, email, phone }));

test('columns are found by their names, in another case if need be', () => {
  const columns = ['E-mail', ' e-MAIL ', 'Phone'];
  const mapping = { name: null, lastName: null, email: ' e-MAIL ', phone: 'phone ' };
  expect(placesOf(mapping, columns)).toEqual({ places: { name: -1, lastName: -1, email: 1, phone: 2 } });
  expect(placesOf({ ...mapping, name: 'Who', phone: 'Tel' }, columns)).toEqual({ missing: ['Who', 'Tel'] });
});
