rootProject.name = "meldingen-app"
include(":app")
