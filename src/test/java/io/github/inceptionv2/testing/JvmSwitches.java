package io.github.inceptionv2.testing;

import java.util.List;
import java.util.stream.Stream;

/** The README's options against the JVM's own warnings, for tests of a process's output. */
public final class JvmSwitches {

  private static final boolean WARNS = Runtime.version().feature() >= 24;

  private JvmSwitches() {}

  /** Returns the options for an application on the class path. */
  public static List<String> forClassPath() {
    return allowing("ALL-UNNAMED");
  }

  /** Returns the options for an application on the module path. */
  public static List<String> forModulePath() {
    return allowing("org.bytedeco.javacpp,tensorflow.nativelib");
  }

  /** Returns the options for an executable jar whose manifest allows native libraries. */
  public static List<String> forJar() {
    return WARNS ? List.of("--sun-misc-unsafe-memory-access=allow") : List.of();
  }

  private static List<String> allowing(String modules) {
    return WARNS
        ? Stream.concat(Stream.of("--enable-native-access=" + modules), forJar().stream()).toList()
        : List.of();
  }
}
