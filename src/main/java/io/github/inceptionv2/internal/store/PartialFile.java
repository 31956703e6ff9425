package io.github.inceptionv2.internal.store;

import io.github.inceptionv2.internal.files.Digests;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;

/**
 * The part of an archive that has been downloaded so far. It outlives the process, so the download
 * can resume. A note beside it records the mirror and the server's validator.
 */
final class PartialFile {

  /** The characters that a header may contain. */
  private static final String PRINTABLE = "[ -~]*";

  private final Path file;
  private final Path note;

  PartialFile(Path file) {
    this.file = file;
    this.note = file.resolveSibling(file.getFileName() + ".from");
  }

  Path path() {
    return file;
  }

  long size() throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /**
   * Returns the validator that {@code mirror} sent when the download started; empty if there is no
   * validator from that mirror.
   */
  String validator(URI mirror) throws IOException {
    if (!Files.exists(note)) {
      return "";
    }
    // ISO-8859-1 decodes any bytes, so a damaged note counts as no note and causes no error.
    List<String> lines = Files.readAllLines(note, StandardCharsets.ISO_8859_1);
    boolean isFromThere =
        lines.size() == 2 && lines.get(0).equals(key(mirror)) && lines.get(1).matches(PRINTABLE);
    return isFromThere ? lines.get(1) : "";
  }

  /** Returns a hash, since the address may contain a signature. */
  private static String key(URI mirror) {
    return Digests.sha256(mirror.toString());
  }

  void clear() throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(note);
  }

  /**
   * Discards the downloaded bytes and begins a new download.
   *
   * @param validator the validator that {@code mirror} sent with the file
   */
  void begin(URI mirror, String validator) throws IOException {
    clear();
    Files.createDirectories(file.getParent());
    Files.write(note, List.of(key(mirror), validator));
  }

  /** Opens the file for appending. */
  Appender append() throws IOException {
    MessageDigest digest = Digests.newSha256();
    if (Files.exists(file)) {
      Digests.update(digest, file);
    }
    return new Appender(
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND), digest);
  }

  /** Appends bytes and hashes the complete file from its first byte. */
  record Appender(FileChannel channel, MessageDigest digest) implements Closeable {

    void write(List<ByteBuffer> buffers) throws IOException {
      for (ByteBuffer buffer : buffers) {
        digest.update(buffer.duplicate());
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
