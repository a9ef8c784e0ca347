/** Which columns of a file say what, by the names in its first line; null: none does. */
export interface ColumnMapping {
  name: string | null;
  /** A second part of the name, which follows the first. */
  lastName: string | null;
  email: string | null;
  phone: string | null;
}

const FIELDS = ['name', 'lastName', 'email', 'phone'] as const;

/**
 * How columns are called where people export them, in the languages of most of our customers; without accents, spaces and signs. What stands
 * first is preferred: a mobile phone can be sent a message.
 */
const EMAIL = words('email emailaddress emailadresse mail mailadresse mailaddress epost epostadresse epostadress eposta courriel adresseemail adressemail adresseelectronique correo correoelectronico email1 emailid indirizzoemail postaelettronica enderecodeemail emailadres adresemail contactemail customeremail workemail');
const PHONE = words(
  'mobile mobilephone mobilenumber mobilephonenumber mobil mobilnummer mobiltelefon handy handynummer handynr cell cellphone cellphonenumber cellnumber movil celular cellulare telemovel portable gsm mobiel mobielnummer whatsapp sms msisdn ' +
    'phone phonenumber telephone telephonenumber tel telnr telno telefon telefonnummer telefonnr rufnummer telefono numerodetelefono numerodetelephone telephoneportable telefone telefoon telefoonnummer numertelefonu phone1 contactphone customerphone contactnumber',
);
const FULL_NAME = words('fullname name vollername vorundnachname namevorname customername contactname recipientname displayname customer contact recipient kundenname kunde ansprechpartner empfanger nomcomplet nombrecompleto nomecompleto nominativo naam volledigenaam namn navn imieinazwisko nom nombre nome client cliente klant');
const FIRST_NAME = words('firstname givenname forename first vorname prenom nombre nombres nome voornaam fornavn fornamn imie');
const LAST_NAME = words('lastname surname familyname last nachname familienname zuname nomdefamille apellido apellidos cognome sobrenome apelido achternaam etternavn efternavn efternamn nazwisko nom name naam');

/** Which columns say what, as far as their names tell. */
export function guessMapping(columns: readonly string[]): ColumnMapping {
  const keys = columns.map((column) => column.normalize('NFKD').toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, ''));
  const find = (known: readonly string[]): number => {
    const word = known.find((each) => keys.includes(each));
    return word === undefined ? -1 : keys.indexOf(word);
  };
  const named = (place: number): string | null => columns[place] ?? null;
  const full = find(FULL_NAME);
  const first = find(FIRST_NAME);
  const last = find(LAST_NAME);
  // "Vorname, Name" is a name in two columns; "Name, First name, Last name" has all of it in one.
  const isInTwo = first >= 0 && last >= 0 && first !== last && (full < 0 || full === last || full === first);
  const name = isInTwo ? first : [full, first, last].find((place) => place >= 0) ?? -1;
  return { name: named(name), lastName: isInTwo ? named(last) : null, email: named(find(EMAIL)), phone: named(find(PHONE)) };
}

/** Where the cells are; -1: nowhere. */
export type ColumnPlaces = Record<(typeof FIELDS)[number], number>;

/**
 * Finds columns by their names: regardless of case and the space around them, where none is called exactly so.
 *
 * @returns the names that no column has, if there are any
 */
export function placesOf(mapping: ColumnMapping, columns: readonly string[]): { places: ColumnPlaces } | { missing: string[] } {
  const places = { name: -1, lastName: -1, email: -1, phone: -1 };
  const missing: string[] = [];
  const folded = columns.map((column) => column.trim().toLowerCase());
  for (const field of FIELDS) {
    const column = mapping[field];
    if (column === null) continue;
    const exact = columns.indexOf(column);
    places[field] = exact >= 0 ? exact : folded.indexOf(column.trim().toLowerCase());
    if (places[field] < 0) missing.push(column);
  }
  return missing.length === 0 ? { places } : { missing };
}

function words(text: string): string[] {
  return text.split(' ');
}
