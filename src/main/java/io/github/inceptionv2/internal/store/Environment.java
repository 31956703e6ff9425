package io.github.inceptionv2.internal.store;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the machine says about caches and the network.
 *
 * @param property reads a system property, null if it is not set
 * @param variable reads an environment variable, null if it is not set
 */
public record Environment(UnaryOperator<String> property, UnaryOperator<String> variable) {

  /** Names the cache's directory. */
  public static final String CACHE_PROPERTY = "io.github.inceptionv2.cache";

  /** Names the cache's directory, if the property does not. */
  public static final String CACHE_VARIABLE = "INCEPTION_V2_CACHE";

  /** Forbids connections if it is {@code true}. */
  public static final String OFFLINE_PROPERTY = "io.github.inceptionv2.offline";

  /** Forbids connections if it is {@code true} or {@code 1}, unless the property says otherwise. */
  public static final String OFFLINE_VARIABLE = "INCEPTION_V2_OFFLINE";

  private static final String NAME = "inception-v2";

  /** This machine. */
  public static Environment system() {
    return new Environment(System::getProperty, System::getenv);
  }

  /** Where models are kept unless told otherwise: the platform's place for a user's caches. */
  public Path cacheDirectory() {
    return set(property.apply(CACHE_PROPERTY))
        .or(() -> set(variable.apply(CACHE_VARIABLE)))
        .map(Path::of)
        .orElseGet(() -> platformCaches().resolve(NAME));
  }

  /** Whether connections are forbidden. */
  public boolean isOffline() {
    String value =
        set(property.apply(OFFLINE_PROPERTY))
            .or(() -> set(variable.apply(OFFLINE_VARIABLE)))
            .orElse("false");
    return value.equals("1") || value.equalsIgnoreCase("true") || value.equalsIgnoreCase("yes");
  }

  private Path platformCaches() {
    String system = set(property.apply("os.name")).orElse("").toLowerCase(Locale.ROOT);
    Path home = Path.of(set(property.apply("user.home")).orElse("."));
    if (system.startsWith("windows")) {
      return set(variable.apply("LOCALAPPDATA"))
          .map(Path::of)
          .orElse(home.resolve("AppData").resolve("Local"));
    } else if (system.startsWith("mac")) {
      return home.resolve("Library").resolve("Caches");
    }
    // The XDG base directory specification has relative paths ignored.
    return set(variable.apply("XDG_CACHE_HOME"))
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElse(home.resolve(".cache"));
  }

  /**
   * Where Python's tensorflow_hub keeps modules: its {@code resolver.py} asks {@code
   * TFHUB_CACHE_DIR}, and else takes a folder of Python's directory for temporary files.
   */
  PythonCache pythonCache() {
    Optional<String> named = set(variable.apply("TFHUB_CACHE_DIR"));
    // It may also be a bucket such as gs://modules, which is no path.
    if (named.isPresent() && !named.get().contains("://")) {
      return new PythonCache(Path.of(named.get()), true);
    }
    String temporary =
        set(variable.apply("TMPDIR"))
            .or(() -> set(variable.apply("TEMP")))
            .or(() -> set(variable.apply("TMP")))
            .or(() -> set(property.apply("java.io.tmpdir")))
            .orElse("/tmp");
    return new PythonCache(Path.of(temporary).resolve("tfhub_modules"), false);
  }

  private static Optional<String> set(String value) {
    return Optional.ofNullable(value).filter(text -> !text.isBlank());
  }
}
