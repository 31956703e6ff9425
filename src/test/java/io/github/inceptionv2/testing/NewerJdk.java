package io.github.inceptionv2.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds a newer JDK in the directory that has the JDK of the tests. */
public final class NewerJdk {

  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  private NewerJdk() {}

  /**
   * Returns the {@code java} of a JDK of at least {@code version}: the JDK of the tests, or one
   * beside it.
   */
  public static Optional<Path> java(int version) throws IOException {
    Path here = Path.of(System.getProperty("java.home"));
    if (Runtime.version().feature() >= version) {
      return Optional.of(java(here));
    }
    List<Path> neighbours;
    try (Stream<Path> files = Files.list(here.toRealPath().getParent())) {
      neighbours = files.toList();
    }
    for (Path jdk : neighbours) {
      Path release = jdk.resolve("release");
      if (Files.isRegularFile(release) && Files.isExecutable(java(jdk))) {
        Matcher matcher = VERSION.matcher(Files.readString(release));
        if (matcher.find() && Integer.parseInt(matcher.group(1)) >= version) {
          return Optional.of(java(jdk));
        }
      }
    }
    return Optional.empty();
  }

  private static Path java(Path jdk) {
    return jdk.resolve("bin").resolve("java");
  }
}
