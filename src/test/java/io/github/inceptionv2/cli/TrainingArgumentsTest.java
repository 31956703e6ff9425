package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class TrainingArgumentsTest {

  @Command(name = "train")
  private static final class Training {
    @Mixin TrainingArguments arguments;
  }

  /** Warm-up takes at most a quarter of the training, unless the command sets its length. */
  @ParameterizedTest
  @CsvSource({
    "--model fresh,                                     2.0",
    "--model fresh --epochs 2,                          0.5",
    "--model fresh --stages 64:1;96:1,                  0.5",
    "--model fresh --stages 64:10;96:10,                2.0",
    "--model fresh --stages 64:1;96:1 --warm-up 1,      1.0",
    "--model imagenet --mode full --stages 64:2,        0.5",
  })
  void warmUp_shortTraining_isAFractionOfIt(String line, double epochs) {
    Training training = new Training();
    new CommandLine(training)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(line.replace(';', ',').split(" "));
    String options = training.arguments.options().toString();

    assertTrue(options.contains(" after " + epochs + " epochs of warm-up"), options);
  }
}
