package io.github.inceptionv2.internal.store;

import io.github.inceptionv2.internal.files.Digests;
import io.github.inceptionv2.internal.files.DurableFile;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The expected contents of a cache entry: written when the entry is made, checked at every later
 * use.
 *
 * @param source the name or address by which the model was requested
 * @param archive the SHA-256 of the archive that the entry was made from; empty if there was no
 *     archive
 * @param files the state of each file, by its path below the entry
 */
record Manifest(String source, String archive, Map<String, FileRecord> files) {

  static final String NAME = "manifest.properties";

  private static final String SOURCE = "source";
  private static final String ARCHIVE = "archive.sha256";
  private static final String FILE = "file.";

  /**
   * The state of a file when its entry was made.
   *
   * @param stamp the last-modified time in milliseconds
   */
  record FileRecord(long size, long stamp, String sha256) {

    static FileRecord of(Path file) throws IOException {
      long stamp = Files.getLastModifiedTime(file).toMillis();
      return new FileRecord(Files.size(file), stamp, Digests.sha256(file));
    }

    static FileRecord parse(String text) {
      String[] parts = text.split(" ");
      return new FileRecord(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
    }

    @Override
    public String toString() {
      return size + " " + stamp + " " + sha256;
    }
  }

  Manifest {
    files = Map.copyOf(files);
  }

  /** Returns the name of {@code file} in the manifest of {@code entry}. */
  static String name(Path entry, Path file) {
    return entry.relativize(file).toString().replace('\\', '/');
  }

  /** Returns true if {@code entry} has a manifest, even an unreadable one. */
  static boolean isIn(Path entry) {
    return Files.isRegularFile(entry.resolve(NAME));
  }

  /** Returns a manifest of the current files of {@code entry}. */
  static Manifest of(String source, String archive, Path entry) throws IOException {
    Map<String, FileRecord> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(entry)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(name(entry, path), FileRecord.of(path));
      }
    }
    return new Manifest(source, archive, files);
  }

  /**
   * Reads the manifest of {@code entry}.
   *
   * @throws UnusableArchiveException if the manifest cannot be parsed
   */
  static Manifest read(Path entry) throws IOException {
    Path file = entry.resolve(NAME);
    Properties properties = new Properties();
    Map<String, FileRecord> files = new TreeMap<>();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
      for (String key : properties.stringPropertyNames()) {
        if (key.startsWith(FILE)) {
          String name = key.substring(FILE.length());
          entry.resolve(name); // throws if the name is not a path on this system
          files.put(name, FileRecord.parse(properties.getProperty(key)));
        }
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException | CharacterCodingException e) {
      throw new UnusableArchiveException(file, "cannot be parsed", e);
    }
    if (files.isEmpty()) {
      throw new UnusableArchiveException(file, "lists no files");
    }
    return new Manifest(
        properties.getProperty(SOURCE, ""), properties.getProperty(ARCHIVE, ""), files);
  }

  void write(Path entry) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(SOURCE + "=" + escape(source));
    lines.add(ARCHIVE + "=" + archive);
    new TreeMap<>(files).forEach((name, file) -> lines.add(FILE + escape(name) + "=" + file));
    // Synced to disk: with a manifest emptied by a power failure, no file would count as ours.
    DurableFile.write(
        entry.resolve(NAME), (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String escape(String text) {
    return text.replaceAll("([\\\\:=#! ])", "\\\\$1");
  }

  /**
   * Returns the problems of the files in {@code entry}; empty if the files are unchanged.
   *
   * @param isThorough true to read all files; false to read only files whose last-modified time
   *     differs
   */
  List<String> problems(Path entry, boolean isThorough) throws IOException {
    List<String> problems = new ArrayList<>();
    for (Map.Entry<String, FileRecord> record : new TreeMap<>(files).entrySet()) {
      Path file = entry.resolve(record.getKey());
      FileRecord expected = record.getValue();
      if (!Files.isRegularFile(file)) {
        problems.add(file + ": is missing");
      } else if (Files.size(file) != expected.size()) {
        problems.add(file + ": has " + Files.size(file) + " bytes, expected " + expected.size());
      } else if (isThorough || Files.getLastModifiedTime(file).toMillis() != expected.stamp()) {
        check(file, expected, problems);
      }
    }
    return problems;
  }

  private static void check(Path file, FileRecord expected, List<String> problems)
      throws IOException {
    String found = Digests.sha256(file);
    if (!found.equals(expected.sha256())) {
      problems.add(file + ": has SHA-256 " + found + ", expected " + expected.sha256());
    }
  }

  long byteCount() {
    return files.values().stream().mapToLong(FileRecord::size).sum();
  }
}
