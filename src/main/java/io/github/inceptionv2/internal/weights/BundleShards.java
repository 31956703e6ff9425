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
 * The files that contain the values of a V2 checkpoint's variables.
 *
 * @param index the checkpoint's index, in the same directory
 * @param count the number of files
 */
record BundleShards(Path index, int count) {

  /** The number of bytes to read at once, a multiple of a value's size. */
  private static final int PART_BYTES = 1 << 16;

  /** Returns the path of the file with the given ID, which need not exist. */
  Path file(int id) {
    String name = index.getFileName().toString();
    String prefix = name.substring(0, name.length() - ".index".length());
    return index.resolveSibling(
        String.format(Locale.ROOT, "%s.data-%05d-of-%05d", prefix, id, count));
  }

  /**
   * Returns the location of a variable's bytes, which fit into an array.
   *
   * @throws ModelFormatException if the variable's file is missing or too short
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
              + " is at bytes "
              + entry.getOffset()
              + " to "
              + end
              + "; the file is truncated: copy the whole module again");
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
          shard,
          "is missing; it should contain variable " + name + ": copy the whole module again");
    }
    return shard;
  }

  /** The location of a variable's bytes, all of which the file has. */
  record Extent(Path shard, long start, int size) {

    /** Passes the bytes to {@code consumer} in parts, so they are not in memory twice. */
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
              shard, "was truncated while it was being read; copy the whole module again");
        }
      }
    }
  }
}
