package com.example

import io.github.inceptionv2.InceptionV2
import io.github.inceptionv2.ModelSource
import java.nio.file.Path

fun main(args: Array<String>) {
    val photo = Path.of(args[1])
    InceptionV2.load(Path.of(args[0])).use { trained ->
        InceptionV2.load(ModelSource.untrained()).use { untrained ->
            val first = trained.classify(photo, 1).first().label
            println("$first, ${untrained.classify(photo, 1).first().label}")
        }
    }
}
