package io.github.inceptionv2.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.ImageSource;
import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.JvmSwitches;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.exceptions.TensorFlowException;

/** TensorFlow prints nothing while a JVM classifies, although no environment variable is set. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class NativeLogTest {

  private static final String DEBUG =
      "-Dorg.slf4j.simpleLogger.log." + NativeLog.class.getName() + "=debug";

  /** TensorFlow's notice while it is being loaded, on processors with AVX-512. */
  private static final String BEFORE_ANYTHING = "oneDNN custom operations are on";

  @TempDir private Path directory;

  /**
   * Classifies an image, rotated and unrotated, and prints its class; then makes TensorFlow fail if
   * there is a second argument. Rotating bytes makes oneDNN complain where TensorFlow uses oneDNN
   * on its own.
   */
  static final class Child {
    public static void main(String[] args) throws Exception {
      try (InceptionV2 model = InceptionV2.load(Path.of("models/flowers"))) {
        model.logits(ImageSource.of(Path.of(args[0])).rotated(90));
        System.out.println(model.classify(Path.of(args[0]), 1).get(0).label());
      }
      if (args.length > 1) {
        try {
          SavedModelBundle.load(args[1]);
        } catch (TensorFlowException e) {
          System.err.println("refused");
        }
      }
    }
  }

  @Test
  void classify_printsNothing() throws Exception {
    assertEquals(List.of(), run(List.of(), Fixtures.flower().toString()));
  }

  @Test
  void classify_withLoggerAtDebug_showsTensorFlowsLines() throws Exception {
    String printed = String.join("\n", run(List.of(DEBUG), Fixtures.flower().toString()));

    assertTrue(printed.contains("MLIR V1 optimization pass"), printed);
    assertTrue(printed.contains("cpu_feature_guard"), printed);
  }

  @Test
  void afterwards_tensorFlowPrintsAgain() throws Exception {
    List<String> printed =
        run(List.of(), Fixtures.flower().toString(), directory.resolve("none").toString());

    assertTrue(printed.get(0).contains("Reading SavedModel"), printed.toString());
    assertEquals("refused", printed.get(printed.size() - 1));
  }

  /** Returns the lines on standard error, except the one that no Java code can suppress. */
  private List<String> run(List<String> options, String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmSwitches.forClassPath());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
    command.addAll(List.of(args));
    File out = directory.resolve("out").toFile();
    File err = directory.resolve("err").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
    builder.environment().remove("TF_CPP_MIN_LOG_LEVEL");

    assertEquals(0, builder.start().waitFor(), () -> "see " + err);
    assertEquals(List.of("sunflowers"), Files.readAllLines(out.toPath()));
    return Files.readAllLines(err.toPath()).stream()
        .filter(line -> !line.contains(BEFORE_ANYTHING))
        .toList();
  }
}
