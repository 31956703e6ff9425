package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.JvmSwitches;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first command of the README prints its result and nothing else. */
class FirstCommandTest {

  @TempDir Path directory;

  /**
   * TensorFlow prints a notice while it is loaded with oneDNN on, as on processors with AVX-512.
   */
  @Test
  void classify_inANewJvm_printsOnlyItsResult() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmSwitches.forClassPath());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("classify", "--model", "models/flowers", "--top", "1"));
    command.add(Fixtures.flower().toString());
    File out = directory.resolve("out").toFile();
    File err = directory.resolve("err").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
    builder.environment().remove("TF_CPP_MIN_LOG_LEVEL");
    builder.environment().put("TF_ENABLE_ONEDNN_OPTS", "1");

    assertEquals(0, builder.start().waitFor());
    assertEquals("", Files.readString(err.toPath()));
    assertEquals(Fixtures.flower() + "\n   92.60 %  sunflowers\n", Files.readString(out.toPath()));
  }
}
