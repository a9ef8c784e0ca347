FROM node:24-slim AS base
WORKDIR /app
# With an engine named, Prisma's install script downloads none; nothing here ever runs one.
ENV PRISMA_SCHEMA_ENGINE_BINARY=/usr/local/bin/node \
    SCARF_ANALYTICS=false
COPY package.json package-lock.json ./

FROM base AS build
RUN npm ci --include=dev --no-audit --no-fund
COPY prisma.config.ts tsconfig.base.json tsconfig.build.json ./
COPY prisma ./prisma
COPY tools ./tools
COPY libs ./libs
COPY apps ./apps
RUN node tools/build.mjs

FROM base AS packages
# Without the optional ones: those are tools that Prisma can work with, 250 MB of them. No package that runs in production
# needs an install script.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000
COPY package.json ./
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY prisma/migrations ./prisma/migrations
COPY apps/pipeline/ddl ./apps/pipeline/ddl
COPY apps/pipeline/jobs ./apps/pipeline/jobs
USER node
EXPOSE 3000
# The server finishes what it has accepted; npm in between would not pass the signal on.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --start-interval=1s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/apps/api/src/main.js"]
