package io.github.inceptionv2.internal.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;

/** The models that are available by name, from {@code models/sources.properties}. */
public final class Catalog {

  private static final String RESOURCE = "/io/github/inceptionv2/models/sources.properties";
  private static final String FIRST_MIRROR = ".url.1";

  private final Map<String, ModelArchive> archives;

  private Catalog(Map<String, ModelArchive> archives) {
    this.archives = archives;
  }

  /** Reads the catalog that comes with the library. */
  public static Catalog standard() {
    try (InputStream in = Catalog.class.getResourceAsStream(RESOURCE)) {
      return parse(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Parses a catalog.
   *
   * @throws IllegalArgumentException if a value is invalid
   */
  public static Catalog parse(Reader text) throws IOException {
    Properties properties = new Properties();
    properties.load(text);
    Map<String, ModelArchive> archives = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (key.endsWith(FIRST_MIRROR)) {
        String name = key.substring(0, key.length() - FIRST_MIRROR.length());
        archives.put(name, archive(name, properties));
      }
    }
    return new Catalog(archives);
  }

  private static ModelArchive archive(String name, Properties properties) {
    List<URI> mirrors = new ArrayList<>();
    for (int i = 1; properties.containsKey(name + ".url." + i); i++) {
      mirrors.add(URI.create(properties.getProperty(name + ".url." + i)));
    }
    String sha256 = properties.getProperty(name + ".sha256", "");
    if (!sha256.matches("([0-9a-f]{64})?")) {
      throw new IllegalArgumentException(
          name + ".sha256 (" + sha256 + ") must be 64 lower-case hexadecimal digits");
    }
    String handle = properties.getProperty(name + ".handle", "");
    return new ModelArchive(
        name.replace('/', '-'),
        name,
        properties.getProperty(name + ".file", "the archive"),
        mirrors,
        Long.parseLong(properties.getProperty(name + ".size", "-1")),
        sha256,
        handle.isEmpty() ? List.of() : List.of(handle),
        Optional.empty());
  }

  /**
   * Returns the archive of the model called {@code name}.
   *
   * @throws IllegalArgumentException if there is no such model; the message lists all names
   */
  public ModelArchive get(String name) {
    ModelArchive archive = archives.get(name);
    if (archive == null) {
      throw new IllegalArgumentException(
          "unknown model \"" + name + "\"; known: " + new TreeSet<>(archives.keySet()));
    }
    return archive;
  }

  /** Returns true if there is a model called {@code name}. */
  public boolean contains(String name) {
    return archives.containsKey(name);
  }
}
