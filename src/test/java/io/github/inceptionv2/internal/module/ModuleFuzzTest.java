package io.github.inceptionv2.internal.module;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Randomly damaged modules are refused with a reason, or give the right numbers. They are opened in
 * a separate JVM, because TensorFlow ends the process when it finds a state it considers
 * impossible.
 *
 * <p>For thousands of modules: {@code mvn -B test -Psoak -Dtest=ModuleFuzzTest -Dfuzz.modules=5000}
 */
class ModuleFuzzTest {

  @TempDir Path directory;

  @Test
  void fewDamagedModules_areRefusedOrRight() throws Exception {
    assertNothingFails(1, 25);
  }

  @Test
  @Tag("soak")
  @Tag("fuzz")
  void thousandsOfDamagedModules_areRefusedOrRight() throws Exception {
    assertNothingFails(1_000_000, Integer.getInteger("fuzz.modules", 3000));
  }

  private void assertNothingFails(long seed, int count) throws Exception {
    List<String> lines = run(seed, count);
    System.out.println(lines.get(lines.size() - 1));
    List<String> failures = lines.stream().filter(line -> line.startsWith("FAILED")).toList();
    assertEquals(List.of(), failures);
  }

  private List<String> run(long seed, int count) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                ModuleFuzzProbe.class.getName(),
                "models/flowers",
                directory.resolve("module").toString(),
                Long.toString(seed),
                Integer.toString(count))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    String last = lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1);
    assertEquals(0, process.waitFor(), "the JVM ended at " + last);
    return lines;
  }
}
