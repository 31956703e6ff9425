package io.github.inceptionv2.internal.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads LevelDB's sorted string table, the format of a V2 checkpoint's {@code .index} file and of a
 * V1 checkpoint.
 *
 * <p>The layout is defined by TensorFlow's {@code core/lib/io/table_format.txt}: data blocks, an
 * index block that points to them, and a footer that points to the index block. Every block has a
 * checksum. Every length is checked before it is used.
 */
final class SortedTable {

  static final long MAGIC = 0xdb4775248b80fb57L;
  static final int FOOTER_SIZE = 48;
  static final int TRAILER_SIZE = 5;

  /** The maximum file size, which is more than the 45 MB of this network's V1 checkpoint. */
  private static final long MAX_FILE_SIZE = 64L << 20;

  /**
   * The maximum length of a key. A key can repeat its predecessor's prefix at the cost of a few
   * bytes, so without this limit and the next one, a small file could use any amount of memory. The
   * longest name in this network has 70 bytes; including an optimizer's, there are fewer than 2000
   * variables.
   */
  private static final int MAX_KEY_SIZE = 4096;

  private static final int MAX_ENTRIES = 16_384;

  private final Path file;
  private final byte[] bytes;

  private SortedTable(Path file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /** Reads all entries of {@code file} in order of their keys. */
  static SortedMap<String, ByteBuffer> read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MAX_FILE_SIZE) {
      throw new ModelFormatException(
          file,
          "has " + size + " bytes, expected a checkpoint's table of at most " + MAX_FILE_SIZE);
    }
    return new SortedTable(file, Files.readAllBytes(file)).entries();
  }

  private SortedMap<String, ByteBuffer> entries() throws ModelFormatException {
    if (bytes.length < FOOTER_SIZE) {
      throw damaged("has " + bytes.length + " bytes, expected at least " + FOOTER_SIZE);
    }
    ByteBuffer footer = slice(bytes.length - FOOTER_SIZE, FOOTER_SIZE);
    if (footer.getLong(FOOTER_SIZE - Long.BYTES) != MAGIC) {
      throw damaged("does not end as a TensorFlow checkpoint does; it may be truncated");
    }
    readHandle(footer); // the meta index, which TensorFlow leaves empty
    SortedMap<String, ByteBuffer> blocks = new TreeMap<>();
    readBlock(readHandle(footer), blocks);
    SortedMap<String, ByteBuffer> entries = new TreeMap<>();
    for (ByteBuffer handle : blocks.values()) {
      readBlock(readHandle(handle), entries);
    }
    return entries;
  }

  private record Handle(long offset, long size) {}

  private Handle readHandle(ByteBuffer from) throws ModelFormatException {
    return new Handle(readVarint(from), readVarint(from));
  }

  private void readBlock(Handle handle, SortedMap<String, ByteBuffer> into)
      throws ModelFormatException {
    ByteBuffer block = checkedBlock(handle);
    int restarts = block.getInt(block.limit() - Integer.BYTES);
    long end = block.limit() - (restarts + 1L) * Integer.BYTES;
    if (restarts < 0 || end < 0) {
      throw damaged(
          "lists " + restarts + " restart points in a block of " + block.limit() + " bytes");
    }
    block.limit((int) end);
    byte[] key = new byte[0];
    while (block.hasRemaining()) {
      key = readEntry(block, key, into);
    }
  }

  private byte[] readEntry(ByteBuffer block, byte[] before, SortedMap<String, ByteBuffer> into)
      throws ModelFormatException {
    long shared = readVarint(block);
    long added = readVarint(block);
    long length = readVarint(block);
    if (shared > before.length || added > block.remaining() || length > block.remaining() - added) {
      throw damaged("has an entry that exceeds its block");
    }
    if (shared + added > MAX_KEY_SIZE) {
      throw damaged(
          "has a key of " + (shared + added) + " bytes, expected at most " + MAX_KEY_SIZE);
    } else if (into.size() >= MAX_ENTRIES) {
      throw damaged("has more than " + MAX_ENTRIES + " entries");
    }
    byte[] key = Arrays.copyOf(before, (int) (shared + added));
    block.get(key, (int) shared, (int) added);
    ByteBuffer value = block.slice(block.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    block.position(block.position() + (int) length);
    // ISO-8859-1 keeps each byte, so order and equality are those of the file.
    if (into.put(new String(key, StandardCharsets.ISO_8859_1), value) != null) {
      throw damaged("has the key \"" + new String(key, StandardCharsets.UTF_8) + "\" twice");
    }
    return key;
  }

  private ByteBuffer checkedBlock(Handle handle) throws ModelFormatException {
    long room = bytes.length - TRAILER_SIZE - handle.size(); // no overflow: both are below 2^63
    if (handle.size() < Integer.BYTES || handle.offset() < 0 || handle.offset() > room) {
      throw damaged("has a block outside the file");
    }
    int offset = (int) handle.offset();
    int size = (int) handle.size();
    byte compression = bytes[offset + size];
    if (compression != 0) {
      throw damaged(
          "has a compressed block (type " + compression + "), which TensorFlow never writes");
    }
    int stored = slice(offset + size + 1, Integer.BYTES).getInt();
    if (stored != MaskedCrc.of(slice(offset, size + 1))) {
      throw damaged("checksum mismatch in the block at byte " + offset);
    }
    return slice(offset, size);
  }

  private ByteBuffer slice(int offset, int size) {
    return ByteBuffer.wrap(bytes, offset, size).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  private long readVarint(ByteBuffer from) throws ModelFormatException {
    long value = 0;
    for (int shift = 0; shift < 63 && from.hasRemaining(); shift += 7) {
      byte next = from.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw damaged("has a truncated number");
  }

  private ModelFormatException damaged(String problem) {
    return new ModelFormatException(file, problem);
  }
}
