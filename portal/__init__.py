"""The portal: owns every fact. See docs/architecture.md."""
