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
 * The properties of a machine that decide whether TensorFlow's native library can be loaded.
 *
 * @param property reads a system property, null if it is not set
 * @param text reads a file of the system, such as {@code /proc/cpuinfo}; empty if it cannot be read
 * @param freeBytes reads the free space in a directory or its nearest existing ancestor
 */
record Machine(
    UnaryOperator<String> property,
    Function<Path, Optional<String>> text,
    ToLongFunction<Path> freeBytes) {

  /** The system property that names the directory in which JavaCPP unpacks libraries. */
  static final String CACHE = "org.bytedeco.javacpp.cachedir";

  /** Returns the machine that the JVM runs on. */
  static Machine here() {
    return new Machine(System::getProperty, Machine::read, Machine::free);
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // an unreadable file counts as missing
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

  /** Returns the platform as TensorFlow's artifacts name it, such as {@code linux-x86_64}. */
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

  /** Returns the directory in which libraries are unpacked if it is writable. */
  Path cacheDirectory() {
    String named = property.apply(CACHE);
    return named != null
        ? Path.of(named)
        : Path.of(property.apply("user.home"), ".javacpp", "cache");
  }
}
