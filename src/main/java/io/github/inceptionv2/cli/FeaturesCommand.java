package io.github.inceptionv2.cli;

import io.github.inceptionv2.Batch;
import io.github.inceptionv2.InceptionV2;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code features}: feature vectors of images. */
@Command(
    name = "features",
    description = "Prints the feature vectors of images: 1024 numbers each.",
    mixinStandardHelpOptions = true)
final class FeaturesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ImageArguments arguments;

  @Override
  public Integer call() throws IOException {
    try (InceptionV2 model = arguments.open()) {
      return new ImageLoop<>(spec, arguments, Batch::featureVectors, ResultWriter::features)
          .run(model);
    }
  }
}
