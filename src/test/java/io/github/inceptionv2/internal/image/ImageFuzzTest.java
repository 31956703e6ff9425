package io.github.inceptionv2.internal.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Randomly damaged image files are decoded or refused with a reason, and memory outside the heap
 * stays within a bound.
 *
 * <p>For another duration: {@code mvn -B test -Psoak -Dtest=ImageFuzzTest -Dfuzz.seconds=3000}.
 * Each damaged file is first written to {@code target/fuzz-last}, where it stays if it ends the
 * JVM.
 */
class ImageFuzzTest {

  /** Megabytes. An image of 4,000,000 pixels and its copies take about a third of them. */
  private static final long MAX_GROWTH = 256;

  @Test
  void damagedFiles_fewSeconds_giveAnImageOrAReason() throws Exception {
    assertBounded(5);
  }

  @Test
  @Tag("soak")
  @Tag("fuzz")
  void damagedFiles_manySeconds_giveAnImageOrAReason() throws Exception {
    assertBounded(Long.getLong("fuzz.seconds", 300));
  }

  private static void assertBounded(long seconds) throws IOException, InterruptedException {
    List<String> lines = run(seconds);
    lines.forEach(System.out::println);
    assertEquals(List.of(), lines.stream().filter(line -> line.startsWith("FAILED")).toList());
    String[] resident = lines.get(lines.size() - 1).split(" ");
    assertEquals("RESIDENT", resident[0], "the JVM ended early; see target/fuzz-last");
    long growth = Long.parseLong(resident[2]) - Long.parseLong(resident[1]);
    assertTrue(growth <= MAX_GROWTH, "grew by " + growth + " MB outside the heap");
    String outcomes = lines.get(lines.size() - 2);
    assertTrue(outcomes.contains("decoded") && outcomes.contains("refused"), outcomes);
  }

  private static List<String> run(long seconds) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms256m",
                "-Xmx256m",
                "-XX:+AlwaysPreTouch",
                "-XX:-CreateCoredumpOnCrash",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                ImageFuzzProbe.class.getName(),
                Long.toString(seconds),
                Path.of("target", "fuzz-last").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertEquals(0, process.waitFor(), "the JVM ended; see target/fuzz-last; " + lines);
    return lines;
  }
}
