package io.github.inceptionv2.internal.runtime;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * What of this machine decides whether TensorFlow's native library can be loaded.
 *
 * @param property reads a system property, null if it is not set
 * @param text reads a file of the system, such as {@code /proc/cpuinfo}; empty if there is none
 * @param freeBytes that may be written in a directory or the nearest one above that exists
 */
record Machine(
    UnaryOperator<String> property,
    Function<Path, Optional<String>> text,
    ToLongFunction<Path> freeBytes) {

  /** Where JavaCPP unpacks libraries. */
  static final String CACHE = "org.bytedeco.javacpp.cachedir";

  /** The one that the JVM runs on. */
  static Machine here() {
    return new Machine(System::getProperty, Machine::read, Machine::free);
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // what cannot be read decides nothing
    }
  }

  private static long free(Path directory) {
    for (File at = directory.toAbsolutePath().toFile(); at != null; at = at.getParentFile()) {
      if (at.exists()) {
        return at.getUsableSpace();
      }
    }
    return 0;
  }

  /** Such as {@code linux-x86_64}, in the words of TensorFlow's artifacts. */
  String platform() {
    String system = property.apply("os.name").toLowerCase(Locale.ROOT);
    String processor = property.apply("os.arch").toLowerCase(Locale.ROOT);
    String name =
        system.startsWith("mac") ? "macosx" : system.startsWith("windows") ? "windows" : system;
    return name
        + "-"
        + switch (processor) {
          case "amd64", "x86-64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm64";
          default -> processor;
        };
  }

  /** The directory that libraries are unpacked in, if it can be written. */
  Path cacheDirectory() {
    String named = property.apply(CACHE);
    return named != null
        ? Path.of(named)
        : Path.of(property.apply("user.home"), ".javacpp", "cache");
  }
}
