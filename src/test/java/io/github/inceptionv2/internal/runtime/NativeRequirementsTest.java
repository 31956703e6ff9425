package io.github.inceptionv2.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeRequirementsTest {

  private static final String WITH_AVX = "processor\t: 0\nflags\t\t: fpu sse4_2 avx avx2\n";
  private static final String WITHOUT_AVX = "processor\t: 0\nflags\t\t: fpu sse4_2 xavx2 x\n";

  private final Map<String, String> properties =
      new HashMap<>(
          Map.of(
              "os.name", "Linux",
              "os.arch", "amd64",
              "user.home", "/users-of-a-test/me",
              "java.io.tmpdir", "/tmp"));
  private final Map<String, String> files = new HashMap<>(Map.of("/proc/cpuinfo", WITH_AVX));
  private long free = 10L << 30;

  private NativeRequirements requirements() {
    return new NativeRequirements(
        new Machine(
            properties::get,
            file -> Optional.ofNullable(files.get(file.toString().replace('\\', '/'))),
            directory -> free));
  }

  @ParameterizedTest
  @CsvSource({
    "Linux,amd64,linux-x86_64",
    "Linux,aarch64,linux-arm64",
    "Mac OS X,aarch64,macosx-arm64",
    "Windows 11,amd64,windows-x86_64"
  })
  void platformsWithALibrary_areAccepted(String system, String processor, String expected) {
    properties.put("os.name", system);
    properties.put("os.arch", processor);
    assertEquals(
        expected, new Machine(properties::get, file -> Optional.empty(), p -> 0).platform());
    assertDoesNotThrow(() -> requirements().check());
  }

  @ParameterizedTest
  @CsvSource({"Mac OS X,x86_64", "FreeBSD,amd64", "Linux,ppc64le", "Windows 11,aarch64"})
  void otherPlatforms_areRefused(String system, String processor) {
    properties.put("os.name", system);
    properties.put("os.arch", processor);
    assertRefused("there is no library for", "use linux-x86_64");
  }

  @Test
  void processorWithoutAvx_isRefused() {
    files.put("/proc/cpuinfo", WITHOUT_AVX);
    assertRefused("has no AVX");
  }

  @Test
  void unknownProcessor_isAccepted() {
    files.clear();
    assertDoesNotThrow(() -> requirements().check());
  }

  @Test
  void musl_isRefused() {
    files.put("/proc/self/maps", "7f2a r-xp 00000000 08:01 12 /lib/ld-musl-x86_64.so.1\n");
    assertRefused("runs on musl", "use an image with glibc");
  }

  @Test
  void secondCopy_isRefused() {
    Map<Object, Object> notes = new HashMap<>();
    requirements().claim(notes, "Loader@1", "file:/a.jar");
    assertDoesNotThrow(() -> requirements().claim(notes, "Loader@1", "file:/a.jar"));
    assertDoesNotThrow(() -> requirements().claim(notes, "Loader@2", "file:/a.jar"));

    var e =
        assertThrows(
            NativeException.class, () -> requirements().claim(notes, "Loader@11", "file:/b.jar"));
    assertTrue(e.getMessage().contains("another class loader of this JVM"), e.getMessage());
    assertTrue(e.getMessage().contains("Loader@1 from file:/a.jar"), e.getMessage());
  }

  @Test
  void copyUnpackedElsewhere_isRefused() {
    Map<Object, Object> notes = new HashMap<>();
    requirements().claim(notes, "Loader@1", "file:/a.jar");
    properties.put("org.bytedeco.javacpp.cachedir", "/elsewhere");
    assertThrows(
        NativeException.class, () -> requirements().claim(notes, "Loader@2", "file:/a.jar"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Could not create the cache: Set the property|can be written: set the system property",
        "libstdc++.so.6: cannot open shared object file|libstdc++ is missing: install it",
        "x.so: failed to map segment from shared object|is mounted noexec: set the system",
        "version `GLIBC_2.29' not found|libraries are too old",
        "no jnitensorflow in java.library.path|with the classifier linux-x86_64"
      })
  void failure_isExplained(String message, String expected) {
    assertExplained(message, expected);
  }

  @Test
  void fullDisk_isExplained() {
    free = 40L << 20;
    assertExplained(
        "libtensorflow_framework.so.2: cannot open shared object file",
        "needs 652 MB unpacked, but "
            + Path.of("/users-of-a-test/me", ".javacpp", "cache")
            + " has only 40 MB left: make room");
  }

  private void assertExplained(String message, String expected) {
    Error failure = new UnsatisfiedLinkError("no x in java.library.path");
    failure.initCause(new UnsatisfiedLinkError(message));
    NativeException e = requirements().explain(failure);
    assertTrue(e.getMessage().contains(expected), e.getMessage());
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertEquals(failure, e.getCause());
  }

  private void assertRefused(String... parts) {
    var e = assertThrows(NativeException.class, () -> requirements().check());
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }
}
