package io.github.inceptionv2.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Memory, threads, handles and temporary files do not grow in JVMs that work for a long time.
 *
 * <p>For longer runs: {@code mvn -B test -Psoak -Dtest.groups=endurance -Dsoak.images=100000
 * -Dsoak.cycles=300}, with {@code -Dsoak.precision=int8} for another precision.
 */
@Tag("soak")
@Tag("endurance")
class SoakTest {

  /** The maximum growth of memory after the warm-up, computed from the slope. */
  private static final double MAX_MEGABYTES = 100;

  @TempDir Path directory;

  /**
   * The last option is JavaCPP's own limit for this heap, four times its size, which this library
   * lifts unless it is set. The heap is touched from the start, so it does not look like a leak.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xmx512m",
        "-Xmx64m",
        "-Xmx512m -XX:+UseZGC",
        "-Xmx512m -Dorg.bytedeco.javacpp.maxPhysicalBytes=2g"
      })
  void longRun_doesNotGrow(String options) throws Exception {
    assumeTrue(ProcessFigures.areAvailable(), "needs Linux");
    List<String> table = run(List.of(options.split(" ")));

    System.out.println(options);
    table.forEach(System.out::println);
    for (String row : table.subList(1, 5)) {
      List<String> cells = List.of(row.substring(34).trim().split("\\s+"));
      double times = Double.parseDouble(cells.get(0));
      double megabytes = Double.parseDouble(cells.get(3)) * times * 2 / 3 / (1 << 20);
      assertTrue(megabytes < MAX_MEGABYTES, row);
      assertEquals(List.of("+0", "+0", "+0"), cells.subList(4, 7), row);
    }
  }

  private List<String> run(List<String> options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-Djava.io.tmpdir=" + directory);
    command.addAll(List.of("-XX:+AlwaysPreTouch", "-Xms" + options.get(0).substring(4)));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SoakProbe.class.getName());
    command.add(System.getProperty("soak.images", "20000"));
    command.add(System.getProperty("soak.cycles", "100"));
    command.add(System.getProperty("soak.precision", "float32"));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertEquals(0, process.waitFor(), lines.toString());
    return lines;
  }
}
