package io.github.inceptionv2.internal.store;

import io.github.inceptionv2.internal.files.HomeDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The system properties and environment variables that concern caches and the network.
 *
 * @param property reads a system property; returns null if it is not set
 * @param variable reads an environment variable; returns null if it is not set
 */
public record Environment(UnaryOperator<String> property, UnaryOperator<String> variable) {

  /** The system property that names the cache directory. */
  public static final String CACHE_PROPERTY = "io.github.inceptionv2.cache";

  /** The environment variable that names the cache directory if the property does not. */
  public static final String CACHE_VARIABLE = "INCEPTION_V2_CACHE";

  /** The system property that forbids network connections if it is {@code true}. */
  public static final String OFFLINE_PROPERTY = "io.github.inceptionv2.offline";

  /**
   * The environment variable that forbids network connections if it is {@code true} or {@code 1};
   * ignored if the property is set.
   */
  public static final String OFFLINE_VARIABLE = "INCEPTION_V2_OFFLINE";

  private static final String NAME = "inception-v2";
  private static final String HOME_PROPERTY = "user.home";

  /** Returns this machine's environment; {@link HomeDirectory} finds the home directory. */
  public static Environment system() {
    return new Environment(Environment::property, System::getenv);
  }

  private static String property(String name) {
    if (!name.equals(HOME_PROPERTY)) {
      return System.getProperty(name);
    }
    return HomeDirectory.find(Environment::canHaveCache).map(Path::toString).orElse(null);
  }

  /** Returns true if {@code home} has a cache, even a read-only one, or can have one. */
  private static boolean canHaveCache(Path home) {
    Path cache = platformCaches(home, System.getProperty("os.name")).resolve(NAME);
    return Files.isDirectory(cache) || HomeDirectory.isWritable(cache);
  }

  /**
   * Returns the default cache directory: the directory named by the property or the variable, else
   * a directory in the platform's directory for user caches.
   */
  public Path cacheDirectory() {
    return set(property.apply(CACHE_PROPERTY))
        .or(() -> set(variable.apply(CACHE_VARIABLE)))
        .map(Path::of)
        .orElseGet(() -> platformCaches().resolve(NAME));
  }

  /** Returns true if network connections are forbidden. */
  public boolean isOffline() {
    String value =
        set(property.apply(OFFLINE_PROPERTY))
            .or(() -> set(variable.apply(OFFLINE_VARIABLE)))
            .orElse("false");
    return value.equals("1") || value.equalsIgnoreCase("true") || value.equalsIgnoreCase("yes");
  }

  private Path platformCaches() {
    String system = set(property.apply("os.name")).orElse("").toLowerCase(Locale.ROOT);
    Optional<Path> named = Optional.empty();
    if (system.startsWith("windows")) {
      named = set(variable.apply("LOCALAPPDATA")).map(Path::of);
    } else if (!system.startsWith("mac")) {
      // The XDG base directory specification says to ignore relative paths.
      named = set(variable.apply("XDG_CACHE_HOME")).map(Path::of).filter(Path::isAbsolute);
    }
    return named.orElseGet(() -> platformCaches(home(), system));
  }

  private static Path platformCaches(Path home, String system) {
    String name = String.valueOf(system).toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return home.resolve("AppData").resolve("Local");
    }
    return name.startsWith("mac")
        ? home.resolve("Library").resolve("Caches")
        : home.resolve(".cache");
  }

  /** Returns an absolute path; a relative path would be resolved against the working directory. */
  private Path home() {
    return HomeDirectory.parse(property.apply(HOME_PROPERTY))
        .or(() -> HomeDirectory.parse(variable.apply("HOME")))
        .or(
            () ->
                HomeDirectory.parse(property.apply("java.io.tmpdir")).map(tmp -> tmp.resolve(NAME)))
        .orElseGet(() -> Path.of("/tmp", NAME).toAbsolutePath());
  }

  /**
   * Returns the module cache of Python's tensorflow_hub. Its {@code resolver.py} reads {@code
   * TFHUB_CACHE_DIR} and otherwise uses a subdirectory of Python's temporary directory.
   */
  PythonCache pythonCache() {
    Optional<String> named = set(variable.apply("TFHUB_CACHE_DIR"));
    // The variable may also name a bucket such as gs://modules, which is not a path.
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
