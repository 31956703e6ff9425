package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.protobuf.Message;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/**
 * Holds what others bring to versions without known advisories, as far as this can be told without
 * a network: each lowest version is the first after the latest advisory that concerns a use here.
 */
class InheritedVersionsTest {

  /**
   * CVE-2024-7254: nested groups in unknown or map fields recurse without bound; mended in 3.25.5,
   * 4.27.5 and 4.28.2. TensorFlow Java 1.1.0 asks for 3.21.9, which also has none of the limits
   * that came between.
   */
  @Test
  void protocolBuffers_areMended() {
    assertAtLeast(Message.class, "protobuf-java", 3, 25, 5);
  }

  /** CVE-2022-25647: deserialization of its own classes; mended in 2.8.9. */
  @Test
  void gson_isMended() {
    assertAtLeast(Gson.class, "gson", 2, 8, 9);
  }

  /** No advisory; from 2.0.0 on providers are found as modules find them. */
  @Test
  void slf4j_isThatOfItsProviders() {
    assertAtLeast(Logger.class, "slf4j-api", 2, 0, 0);
  }

  private static void assertAtLeast(Class<?> type, String artifact, int... lowest) {
    String jar =
        Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
            .getFileName()
            .toString();
    Matcher version = Pattern.compile(artifact + "-(\\d+)\\.(\\d+)\\.(\\d+)\\.jar").matcher(jar);
    assertTrue(version.matches(), jar);
    int[] found = new int[3];
    for (int i = 0; i < found.length; i++) {
      found[i] = Integer.parseInt(version.group(i + 1));
    }
    assertTrue(Arrays.compare(found, lowest) >= 0, jar);
  }
}
