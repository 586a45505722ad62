"""The endpoint: SPARQL 1.1 Protocol, named queries and linked data over HTTP, read-only and bounded."""
