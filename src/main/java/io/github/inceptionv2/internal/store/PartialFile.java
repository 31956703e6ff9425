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
 * The part of an archive that was fetched so far. It outlives the process, to be resumed; beside it
 * lies a note of where it came from and what the server calls its state.
 */
final class PartialFile {

  /** What may stand in a header. */
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

  /** What the server of {@code mirror} called the state that this is a part of; or empty. */
  String validator(URI mirror) throws IOException {
    if (!Files.exists(note)) {
      return "";
    }
    // ISO-8859-1 takes any bytes, so that a damaged note is none rather than a failure.
    List<String> lines = Files.readAllLines(note, StandardCharsets.ISO_8859_1);
    boolean isFromThere =
        lines.size() == 2 && lines.get(0).equals(key(mirror)) && lines.get(1).matches(PRINTABLE);
    return isFromThere ? lines.get(1) : "";
  }

  /** A hash, as the address may hold a signature. */
  private static String key(URI mirror) {
    return Digests.sha256(mirror.toString());
  }

  void clear() throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(note);
  }

  /** Empties it, to be filled with what {@code mirror} has in the state {@code validator}. */
  void begin(URI mirror, String validator) throws IOException {
    clear();
    Files.createDirectories(file.getParent());
    Files.write(note, List.of(key(mirror), validator));
  }

  /** Opens it to append. */
  Appender append() throws IOException {
    MessageDigest digest = Digests.newSha256();
    if (Files.exists(file)) {
      Digests.update(digest, file);
    }
    return new Appender(
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND), digest);
  }

  /** Appends, and hashes all there is, from the first byte on. */
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
