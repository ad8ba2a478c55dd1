"""The grid worker's day on a phone, also without a network: today's cases, sightings, visits, and the workload ledger."""
