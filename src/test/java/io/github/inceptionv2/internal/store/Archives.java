package io.github.inceptionv2.internal.store;

import io.github.inceptionv2.internal.files.Digests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Small archives without a real model, and a store that accepts them. */
final class Archives {

  /**
   * The contents of the file {@code weights} in {@link #small}: random, so they cannot be
   * compressed.
   */
  static final byte[] WEIGHTS = new byte[300_000];

  static {
    new Random(1).nextBytes(WEIGHTS);
  }

  /**
   * The handle of {@link #known}. Its name in Python's cache is {@code
   * 5de20d98872c8bf84bfe98da975eba4ff59fbacb}.
   */
  static final String HANDLE = "https://tfhub.dev/google/imagenet/inception_v2/classification/3";

  private Archives() {}

  static byte[] file(String name, byte[] bytes) throws IOException {
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    entry.write(header(name, '0', bytes.length));
    entry.write(bytes);
    entry.write(new byte[-bytes.length & TarHeader.SIZE - 1]);
    return entry.toByteArray();
  }

  static byte[] file(String name) throws IOException {
    return file(name, "text".getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns a header that no well-meaning program would write.
   *
   * @param type tar's type of the entry
   */
  static byte[] header(String name, char type, long size) {
    byte[] header = new byte[TarHeader.SIZE];
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, 0, bytes.length);
    header[124] = (byte) 0x80; // the size in binary, as GNU tar writes large sizes
    for (int i = 0; i < Long.BYTES; i++) {
      header[135 - i] = (byte) (size >> 8 * i);
    }
    header[156] = (byte) type;
    System.arraycopy("../../../etc".getBytes(StandardCharsets.UTF_8), 0, header, 157, 12);
    System.arraycopy("ustar\00000".getBytes(StandardCharsets.UTF_8), 0, header, 257, 8);
    return checksummed(header);
  }

  static byte[] checksummed(byte[] header) {
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < TarHeader.SIZE; i++) {
      sum += header[i] & 0xff;
    }
    byte[] text = String.format(Locale.ROOT, "%06o\0 ", sum).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(text, 0, header, 148, text.length);
    return header;
  }

  static byte[] tar(byte[]... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      bytes.write(entry);
    }
    bytes.write(new byte[2 * TarHeader.SIZE]);
    return bytes.toByteArray();
  }

  /** Returns an archive of {@code files} by name, written by another library. */
  static byte[] foreign(int longFileMode, Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(longFileMode);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(bytes);
    }
    return zipped.toByteArray();
  }

  /** Returns an archive like Hub's: names begin with {@code ./}. */
  static byte[] small() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("./", new byte[0]);
    files.put("./variables/", new byte[0]);
    files.put("./variables/weights", WEIGHTS);
    files.put("./saved_model.pb", new byte[] {1, 2, 3});
    return gzip(foreign(TarArchiveOutputStream.LONGFILE_ERROR, files));
  }

  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(Digests.newSha256().digest(bytes));
  }

  /** Returns an archive whose size and hash are known. */
  static ModelArchive known(byte[] bytes, URI... mirrors) {
    return new ModelArchive(
        "small",
        "small",
        "small.tar.gz",
        List.of(mirrors),
        bytes.length,
        sha256(bytes),
        List.of(HANDLE),
        Optional.empty());
  }

  /** Returns an archive of which only the location is known. */
  static ModelArchive unknown(URI... mirrors) {
    return new ModelArchive(
        "small", "small", "small.tar.gz", List.of(mirrors), -1, "", List.of(), Optional.empty());
  }

  static StoreSettings.Network network() {
    return new StoreSettings.Network(
        null, Map.of(), Duration.ofSeconds(20), 2, Duration.ofMillis(1));
  }

  /** Returns an environment that has only a directory for Python's modules. */
  static Environment environment(Path python) {
    return new Environment(
        name -> null, name -> name.equals("TFHUB_CACHE_DIR") ? python.toString() : null);
  }

  static ModelStore store(Path cache, boolean isOffline, StoreSettings.Network network) {
    return new ModelStore(
        new StoreSettings(cache, isOffline, environment(cache.resolve("python")), network));
  }

  static ModelStore store(Path cache) {
    return store(cache, false, network());
  }

  /** Installs everything unchanged if the weights are there. */
  static void install(Path unpacked, Path target) throws IOException {
    if (!Files.exists(unpacked.resolve("variables/weights"))) {
      throw new UnusableArchiveException(unpacked, "holds no weights");
    }
    Files.move(unpacked, target);
  }

  static byte[] bytes(Path module) {
    try {
      return Files.readAllBytes(module.resolve("variables/weights"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
