# foja for a Temporal cluster: one static program (build tag slim: no server inside), not root.

FROM node:22-alpine AS fetched
WORKDIR /src/web
COPY web/package.json web/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM golang:1.26.8-alpine AS built
WORKDIR /src
ENV CGO_ENABLED=0
ARG VERSION=dev
COPY . .
COPY --from=fetched /src/web/node_modules web/node_modules
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    go run ./web/build && \
    go build -tags slim -trimpath -buildvcs=false -ldflags "-s -w -X main.version=$VERSION" -o /foja ./cmd/foja

# Alpine rather than an empty image: certificates, and a wget that the health check can use.
FROM alpine:3.22
COPY --from=built /foja /usr/local/bin/foja
RUN adduser -D -H -u 10001 foja
USER 10001
ENV FOJA_HTTP_ADDR=0.0.0.0:8080
EXPOSE 8080
# Where the role web does not run (FOJA_ROLES), switch this off: HEALTHCHECK NONE, or "disable: true" in compose.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD wget -q -O /dev/null http://127.0.0.1:8080/livez
ENTRYPOINT ["/usr/local/bin/foja"]
CMD ["serve"]
