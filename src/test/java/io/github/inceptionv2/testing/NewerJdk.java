package io.github.inceptionv2.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds a JDK that is newer than the one that runs the tests, in the folder where that one is. */
public final class NewerJdk {

  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  private NewerJdk() {}

  /** The {@code java} of a JDK of at least {@code version}: this one's, or a neighbour's. */
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
