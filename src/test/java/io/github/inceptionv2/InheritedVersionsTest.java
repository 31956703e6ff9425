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
 * Inherited dependencies have the fixes for all known advisories that concern a use here. The test
 * works without a network: each minimum is the first version after the latest such advisory.
 */
class InheritedVersionsTest {

  /**
   * CVE-2024-7254: nested groups in unknown or map fields recurse without limit; fixed in 3.25.5,
   * 4.27.5 and 4.28.2. TensorFlow Java 1.1.0 asks for 3.21.9, which also lacks the limits that were
   * added in between.
   */
  @Test
  void protocolBuffers_haveTheFix() {
    assertAtLeast(Message.class, "protobuf-java", 3, 25, 5);
  }

  /** CVE-2022-25647: deserialization of Gson's own classes; fixed in 2.8.9. */
  @Test
  void gson_hasTheFix() {
    assertAtLeast(Gson.class, "gson", 2, 8, 9);
  }

  /** There is no advisory, but since 2.0.0 providers are found through {@code ServiceLoader}. */
  @Test
  void slf4j_findsProvidersAsServices() {
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
