"""Infrastructure as code: Kubernetes, Terraform and their kin."""
