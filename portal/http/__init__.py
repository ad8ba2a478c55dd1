"""What every door shares: who may call, what a request holds, limits, problems as answers, photos."""
