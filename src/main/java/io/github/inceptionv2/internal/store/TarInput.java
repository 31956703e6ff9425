package io.github.inceptionv2.internal.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an untrusted tar archive: ustar, GNU's long names, and the pax records {@code path} and
 * {@code size}.
 *
 * <p>No tar library is used because archives of models need little of the format, and all
 * applications would inherit the dependency.
 */
final class TarInput {

  /** The maximum size of an extended header, far above the length of any path in a module. */
  private static final int MAX_EXTENSION = 64 << 10;

  private static final Pattern PAX_RECORD = Pattern.compile("\\d+ (path|size)=(.*)");

  /**
   * A member of an archive.
   *
   * @param name the member's path, separated by {@code /}, which stays inside the target directory
   * @param size the size in bytes; 0 for a directory
   */
  record Entry(String name, boolean isDirectory, long size) {}

  private final Path archive;
  private final InputStream in;
  private final UnpackLimits limits;
  private final Set<String> seen = new HashSet<>();
  private int entries;
  private long bytes;
  private long rest;
  private int padding;
  private String longName;
  private long longSize = -1;

  /**
   * Creates a reader.
   *
   * @param archive the path to name in messages
   */
  TarInput(Path archive, InputStream in, UnpackLimits limits) {
    this.archive = archive;
    this.in = in;
    this.limits = limits;
  }

  /** Advances to the next file or directory; returns empty at the end. */
  Optional<Entry> next() throws IOException {
    skipRest();
    for (TarHeader header = header(); header != null; header = header()) {
      begin(header);
      switch (header.type()) {
        case '0' -> {
          return Optional.of(entry(header, false));
        }
        case '5' -> {
          return Optional.of(entry(header, true));
        }
        case 'L' -> longName = extension().replaceFirst("\0.*", "");
        case 'x' -> readPax(extension());
        case 'g' -> extension();
        default ->
            throw unusable(
                "contains \""
                    + header.name()
                    + "\" of type '"
                    + header.type()
                    + "'; only files and directories are allowed");
      }
    }
    return Optional.empty();
  }

  /** Copies the bytes of the file that {@link #next} returned. */
  void copyTo(OutputStream out) throws IOException {
    byte[] buffer = new byte[64 << 10];
    while (rest > 0) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, rest));
      if (count < 0) {
        throw unusable("ends in the middle of a file");
      }
      out.write(buffer, 0, count);
      rest -= count;
    }
  }

  private TarHeader header() throws IOException {
    byte[] block = in.readNBytes(TarHeader.SIZE);
    if (block.length == 0 && entries > 0) {
      return null; // some writers omit the zeros at the end; gzip has its own checksum
    }
    TarHeader header = block.length == TarHeader.SIZE ? new TarHeader(block) : null;
    if (header != null && header.isEnd()) {
      return null;
    }
    if (header == null || !header.isValid()) {
      throw unusable(
          entries == 0 ? "is not a tar archive" : "is damaged after " + entries + " entries");
    }
    return header;
  }

  /** Applies the limits before the member is read. */
  private void begin(TarHeader header) throws UnusableArchiveException {
    long size = longSize >= 0 && header.type() == '0' ? longSize : header.size();
    if (size < 0 || size > limits.bytes() - bytes) {
      throw unusable("would unpack to more than " + limits.bytes() + " bytes");
    }
    if (++entries > limits.entries()) {
      throw unusable("contains more than " + limits.entries() + " entries");
    }
    bytes += size;
    rest = size;
    padding = (int) (-size & TarHeader.SIZE - 1);
  }

  private Entry entry(TarHeader header, boolean isDirectory) throws UnusableArchiveException {
    String raw = longName == null ? header.name() : longName;
    longName = null;
    longSize = -1;
    String name = EntryName.check(archive, raw);
    // in lower case: some file systems would lose one of two names that differ only in case
    if (!seen.add(name.toLowerCase(Locale.ROOT)) && !name.isEmpty()) {
      throw unusable("contains \"" + raw + "\" twice");
    }
    return new Entry(name, isDirectory, rest);
  }

  private String extension() throws IOException {
    if (rest > MAX_EXTENSION) {
      throw unusable(
          "has an extended header of " + rest + " bytes, expected at most " + MAX_EXTENSION);
    }
    byte[] text = in.readNBytes((int) rest);
    rest -= text.length;
    skipRest();
    return new String(text, StandardCharsets.UTF_8);
  }

  private void readPax(String text) throws UnusableArchiveException {
    for (String line : text.split("\n")) {
      Matcher matcher = PAX_RECORD.matcher(line);
      if (matcher.matches() && matcher.group(1).equals("path")) {
        longName = matcher.group(2);
      } else if (matcher.matches()) {
        longSize = paxSize(matcher.group(2));
      }
    }
  }

  private long paxSize(String value) throws UnusableArchiveException {
    if (!value.matches("\\d{1,18}")) {
      throw unusable("has a file of impossible size " + value);
    }
    return Long.parseLong(value);
  }

  private void skipRest() throws IOException {
    long skip = rest + padding;
    rest = 0;
    padding = 0;
    try {
      in.skipNBytes(skip);
    } catch (java.io.EOFException e) {
      throw unusable("ends in the middle of a file");
    }
  }

  private UnusableArchiveException unusable(String problem) {
    return new UnusableArchiveException(archive, problem);
  }
}
