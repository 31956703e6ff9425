package io.github.inceptionv2.internal.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.tensorflow.proto.BundleEntryProto;

/**
 * The files in which a V2 checkpoint holds its values.
 *
 * @param index the checkpoint's index, which lies beside them
 * @param count how many there are
 */
record BundleShards(Path index, int count) {

  /** How much is read at once; a multiple of a number's size. */
  private static final int PART_BYTES = 1 << 16;

  /** The name of the file {@code id}, there or not. */
  Path file(int id) {
    String name = index.getFileName().toString();
    String prefix = name.substring(0, name.length() - ".index".length());
    return index.resolveSibling(
        String.format(Locale.ROOT, "%s.data-%05d-of-%05d", prefix, id, count));
  }

  /**
   * Where the bytes of {@code entry} lie, which fit into an array.
   *
   * @throws ModelFormatException if the file of variable {@code name} is missing or too short
   */
  Extent find(String name, BundleEntryProto entry) throws IOException {
    Path shard = existing(name, entry.getShardId());
    long end = entry.getOffset() + entry.getSize();
    if (entry.getOffset() < 0 || entry.getSize() < 0 || end < 0 || end > Files.size(shard)) {
      throw new ModelFormatException(
          shard,
          "has "
              + Files.size(shard)
              + " bytes, but variable "
              + name
              + " lies at bytes "
              + entry.getOffset()
              + " to "
              + end
              + "; the file is truncated: copy the module again, whole");
    }
    if (entry.getSize() > Integer.MAX_VALUE) {
      throw new ModelFormatException(
          index,
          "variable "
              + name
              + " has "
              + entry.getSize()
              + " bytes, expected at most "
              + Integer.MAX_VALUE);
    }
    return new Extent(shard, entry.getOffset(), (int) entry.getSize());
  }

  private Path existing(String name, int id) throws ModelFormatException {
    Path shard = file(id);
    if (id < 0 || id >= count || !Files.isRegularFile(shard)) {
      throw new ModelFormatException(
          shard, "is missing, but holds variable " + name + ": copy the module again, whole");
    }
    return shard;
  }

  /** Where a variable's bytes lie, which are all there. */
  record Extent(Path shard, long start, int size) {

    /** Passes the bytes on in parts, so that they are not in memory twice. */
    void read(Consumer<ByteBuffer> consumer) throws IOException {
      ByteBuffer part = ByteBuffer.allocate(Math.min(PART_BYTES, size));
      part.order(ByteOrder.LITTLE_ENDIAN);
      try (FileChannel channel = FileChannel.open(shard)) {
        for (int done = 0; done < size; done += part.limit()) {
          part.clear().limit(Math.min(part.capacity(), size - done));
          fill(part, channel, start + done);
          consumer.accept(part.flip());
        }
      }
    }

    private void fill(ByteBuffer part, FileChannel channel, long from) throws IOException {
      while (part.hasRemaining()) {
        if (channel.read(part, from + part.position()) < 0) {
          throw new ModelFormatException(
              shard, "became shorter while it was read; copy the module again, whole");
        }
      }
    }
  }
}
