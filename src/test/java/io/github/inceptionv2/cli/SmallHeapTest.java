package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.inceptionv2.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command line runs in a heap that is far smaller than its native memory. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SmallHeapTest {

  /** Native memory grows far beyond four times this heap, JavaCPP's default limit. */
  @Test
  void classify_batchesWithSixtyFourMegabytesOfHeap_succeeds() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "classify", "--model", "untrained"));
    command.addAll(List.of("--top", "1", "--format", "json"));
    command.addAll(Collections.nCopies(48, Fixtures.flower().toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, process.waitFor(), out);
    assertEquals(48, out.lines().count());
    assertEquals(1, out.lines().distinct().count());
  }
}
