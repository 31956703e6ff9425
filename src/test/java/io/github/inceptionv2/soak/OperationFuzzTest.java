package io.github.inceptionv2.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Graphs of hostile operations are refused or run by TensorFlow, and no process dies. The graphs
 * are tried in JVMs of their own.
 *
 * <p>For another number of graphs: {@code mvn -B test -Psoak -Dtest=OperationFuzzTest
 * -Dfuzz.operations=5000}
 */
class OperationFuzzTest {

  private static final String PROBE = "io.github.inceptionv2.internal.module.OperationFuzzProbe";

  /** Cases per JVM. */
  private static final int BATCH = 1000;

  /** The cases that pass need as much time as the network; this is twenty times that. */
  private static final long MAX_MILLIS = 60_000;

  private final List<String> failures = new ArrayList<>();
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private long slowest;

  @Test
  void fewHostileOperations_killNoProcess() throws Exception {
    assertNothingDies(1, 300);
  }

  @Test
  @Tag("soak")
  @Tag("fuzz")
  void thousandsOfHostileOperations_killNoProcess() throws Exception {
    assertNothingDies(1_000_000, Integer.getInteger("fuzz.operations", 20_000));
  }

  private void assertNothingDies(long first, int count) throws Exception {
    for (long seed = first; seed < first + count; ) {
      seed = run(seed, Math.min(BATCH, first + count - seed));
    }
    System.out.println("OPERATIONS " + outcomes + ", slowest " + slowest + " ms");
    assertEquals(List.of(), failures);
    assertTrue(slowest < MAX_MILLIS, slowest + " ms");
    assertTrue(outcomes.getOrDefault("run", 0) > count / 100, "too few are run: " + outcomes);
  }

  /**
   * Returns the seed to continue with. If the JVM died, that is the seed after the one it died at.
   */
  private long run(long seed, long count) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dfuzz.unchecked=" + Boolean.getBoolean("fuzz.unchecked"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-XX:ErrorFile=target/operation-fuzz-%p.log",
                "-XX:-CreateCoredumpOnCrash",
                "-cp",
                System.getProperty("java.class.path"),
                PROBE,
                Long.toString(seed),
                Long.toString(count))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    lines.stream().filter(line -> line.startsWith("FAILED")).forEach(failures::add);
    lines.forEach(this::note);
    int status = process.waitFor();
    if (status == 0) {
      return seed + count;
    }
    long last =
        lines.stream()
            .filter(line -> line.startsWith("SEED "))
            .mapToLong(line -> Long.parseLong(line.substring(5)))
            .max()
            .orElseThrow();
    failures.add("the JVM ended with " + status + " at seed " + last);
    return last + 1;
  }

  private void note(String line) {
    if (line.startsWith("SLOWEST ")) {
      slowest = Math.max(slowest, Long.parseLong(line.substring(8)));
    } else if (line.startsWith("OUTCOMES ")) {
      Matcher outcome = Pattern.compile("([^{},=]+)=(\\d+)").matcher(line.substring(9));
      while (outcome.find()) {
        outcomes.merge(outcome.group(1).trim(), Integer.parseInt(outcome.group(2)), Integer::sum);
      }
    }
  }
}
