package io.github.inceptionv2.internal.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes LevelDB's sorted string table. The bytes are those that TensorFlow 2.18 writes.
 *
 * <p>Every key except each 16th shares a prefix with its predecessor. A block ends when it has 256
 * kB. {@link SortedTable} describes the format.
 */
public final class SortedTableWriter {

  private static final int RESTART_INTERVAL = 16;
  private static final int BLOCK_SIZE = 256 << 10;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final Block index = new Block(1);
  private Block data = new Block(RESTART_INTERVAL);

  /** Appends an entry; keys must come in ascending order of their unsigned bytes. */
  public void put(byte[] key, byte[] value) {
    if (data.size() >= BLOCK_SIZE) {
      finishData(shortSeparator(data.lastKey, key));
    }
    data.put(key, value);
  }

  /** Ends the table and returns its bytes. */
  public byte[] finish() {
    finishData(shortSuccessor(data.lastKey));
    byte[] metaIndexHandle = write(new Block(RESTART_INTERVAL));
    byte[] indexHandle = write(index);
    ByteBuffer footer = ByteBuffer.allocate(SortedTable.FOOTER_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    footer.put(metaIndexHandle).put(indexHandle);
    footer.putLong(SortedTable.FOOTER_SIZE - Long.BYTES, SortedTable.MAGIC);
    file.writeBytes(footer.array());
    return file.toByteArray();
  }

  private void finishData(byte[] separator) {
    index.put(separator, write(data));
    data = new Block(RESTART_INTERVAL);
  }

  /** Appends a block with its trailer and returns its handle. */
  private byte[] write(Block block) {
    ByteArrayOutputStream handle = new ByteArrayOutputStream();
    writeVarint(handle, file.size());
    byte[] contents = block.finish();
    writeVarint(handle, contents.length);
    byte[] uncompressed = {0};
    file.writeBytes(contents);
    file.writeBytes(uncompressed);
    int crc = MaskedCrc.of(ByteBuffer.wrap(contents), ByteBuffer.wrap(uncompressed));
    writeInt(file, crc);
    return handle.toByteArray();
  }

  /** Returns a short key that is not below {@code last}, but below {@code next}. */
  private static byte[] shortSeparator(byte[] last, byte[] next) {
    int shared = Arrays.mismatch(last, next);
    if (shared < 0 || shared >= last.length) {
      return last;
    }
    int raised = (last[shared] & 0xff) + 1;
    if (raised > 0xff || raised >= (next[shared] & 0xff)) {
      return last;
    }
    byte[] separator = Arrays.copyOf(last, shared + 1);
    separator[shared] = (byte) raised;
    return separator;
  }

  /** Returns a short key that is not below {@code last}. */
  private static byte[] shortSuccessor(byte[] last) {
    for (int i = 0; i < last.length; i++) {
      if (last[i] != (byte) 0xff) {
        byte[] successor = Arrays.copyOf(last, i + 1);
        successor[i]++;
        return successor;
      }
    }
    return last;
  }

  private static void writeVarint(ByteArrayOutputStream to, long value) {
    long rest = value;
    while (rest > 0x7f) {
      to.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    to.write((int) rest);
  }

  private static void writeInt(ByteArrayOutputStream to, int value) {
    to.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private static final class Block {
    private final int restartInterval;
    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private final List<Integer> restarts = new ArrayList<>(List.of(0));
    private int sinceRestart;
    private byte[] lastKey = new byte[0];

    Block(int restartInterval) {
      this.restartInterval = restartInterval;
    }

    int size() {
      return entries.size() + restarts.size() * Integer.BYTES + Integer.BYTES;
    }

    public void put(byte[] key, byte[] value) {
      int shared = 0;
      if (sinceRestart < restartInterval) {
        int mismatch = Arrays.mismatch(lastKey, key);
        shared = mismatch < 0 ? key.length : mismatch;
      } else {
        restarts.add(entries.size());
        sinceRestart = 0;
      }
      writeVarint(entries, shared);
      writeVarint(entries, key.length - shared);
      writeVarint(entries, value.length);
      entries.write(key, shared, key.length - shared);
      entries.writeBytes(value);
      lastKey = key;
      sinceRestart++;
    }

    public byte[] finish() {
      restarts.forEach(restart -> writeInt(entries, restart));
      writeInt(entries, restarts.size());
      return entries.toByteArray();
    }
  }
}
