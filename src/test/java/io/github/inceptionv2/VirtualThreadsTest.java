package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.inceptionv2.testing.NewerJdk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VirtualThreadsTest {

  /** JDK 17 has no virtual threads, so this starts a newer JDK, if one is installed. */
  @Test
  void callsOnVirtualThreads_runOnPlatformThreadsUntilTheModelIsClosed() throws Exception {
    Optional<Path> java = NewerJdk.java(21);
    assumeTrue(java.isPresent(), "virtual threads need JDK 21 or later, which is not installed");
    Process process =
        new ProcessBuilder(
                java.get().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                VirtualThreadsProbe.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    assertEquals(
        "prepared on inception-v2-calls\nran on inception-v2-calls\n1001\n"
            + "java.lang.IllegalStateException: InceptionV2 is closed\n",
        out.replace(System.lineSeparator(), "\n"));
  }
}
