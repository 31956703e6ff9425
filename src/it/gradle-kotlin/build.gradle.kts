// An application for one platform: gradle run --args="models/flowers photo.jpg"
plugins {
    application
}

repositories {
    mavenLocal()
    mavenCentral()
}

dependencies {
    implementation("io.github.inceptionv2:inception-v2-linux-x86_64:0.1.0-SNAPSHOT")
    runtimeOnly("org.slf4j:slf4j-nop:2.0.17")
}

sourceSets.main { java.setSrcDirs(listOf("../class-path/src/main/java")) }
application { mainClass = "com.example.App" }
