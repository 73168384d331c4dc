plugins {
    alias(libs.plugins.kotlin.android)
    id("com.android.application") version "8.7.2"
}

dependencies {
    implementation(libs.retrofit)
    implementation(libs.osmdroid)
    // implementation("com.example:uitgezet:1.0")
    implementation("com.itextpdf:itext7-core:8.0.5")
    testImplementation(libs.junit)
}
