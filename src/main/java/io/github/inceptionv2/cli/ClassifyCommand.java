package io.github.inceptionv2.cli;

import io.github.inceptionv2.InceptionV2;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code classify}: the most probable classes of images. */
@Command(
    name = "classify",
    description = "Prints the most probable classes of images.",
    mixinStandardHelpOptions = true)
final class ClassifyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ImageArguments arguments;

  @Option(
      names = "--top",
      paramLabel = "COUNT",
      defaultValue = "5",
      description = "how many classes at most (default: 5)")
  private int count;

  @Override
  public Integer call() throws IOException {
    if (count < 1) {
      throw new ParameterException(spec.commandLine(), "--top (" + count + ") must be at least 1");
    }
    try (InceptionV2 model = arguments.open()) {
      return new ImageLoop<>(
              spec, arguments, images -> images.classify(count), ResultWriter::predictions)
          .run(model);
    }
  }
}
