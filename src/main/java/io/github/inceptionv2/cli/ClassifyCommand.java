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
      description = "how many classes (default: 5; all: the number of classes, such as 1001)")
  private int count;

  @Override
  public Integer call() throws IOException {
    checkCount(Integer.MAX_VALUE);
    try (InceptionV2 model = arguments.open()) {
      int classes = model.info().classCount();
      if (classes > 0) {
        checkCount(classes);
      }
      return new ImageLoop<>(
              spec, arguments, batch -> batch.classify(count), ResultWriter::predictions)
          .run(model);
    }
  }

  private void checkCount(int classes) {
    if (count < 1 || count > classes) {
      String most = classes == Integer.MAX_VALUE ? "" : " and at most " + classes;
      throw new ParameterException(
          spec.commandLine(), "--top (" + count + ") must be at least 1" + most);
    }
  }
}
