package io.github.inceptionv2.internal.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.BundleEntryProto;

class BundleShardsTest {

  private static final int SIZE = 200_000;

  @TempDir Path directory;

  private final byte[] stored = new byte[SIZE];
  private BundleShards shards;

  @BeforeEach
  void store() throws Exception {
    new Random(1).nextBytes(stored);
    shards = new BundleShards(directory.resolve("v.index"), 2);
    Files.write(shards.file(1), stored);
  }

  private static BundleEntryProto entry(int shard, long offset, long size) {
    return BundleEntryProto.newBuilder().setShardId(shard).setOffset(offset).setSize(size).build();
  }

  private byte[] read(long offset, long size) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BundleShards.Extent extent = shards.find("x", entry(1, offset, size));
    extent.read(part -> bytes.write(part.array(), part.position(), part.remaining()));
    return bytes.toByteArray();
  }

  /** Shards are read in parts of 65536 bytes. */
  @Test
  void bytes_acrossParts_areComplete() throws Exception {
    assertEquals("v.data-00001-of-00002", shards.file(1).getFileName().toString());
    for (int size : new int[] {0, 1, 65_535, 65_536, 65_537, 131_072, SIZE - 3}) {
      assertArrayEquals(Arrays.copyOfRange(stored, 3, 3 + size), read(3, size), size + " bytes");
    }
  }

  @Test
  void bytesBeyondTheFile_areRefusedBeforeTheyAreRead() {
    for (long[] bad :
        new long[][] {{0, SIZE + 1}, {SIZE, 1}, {-1, 4}, {0, -4}, {Long.MAX_VALUE, 4}}) {
      var e =
          assertThrows(
              ModelFormatException.class, () -> shards.find("x", entry(1, bad[0], bad[1])));
      assertTrue(e.getMessage().contains("has 200000 bytes, but variable x"), e.getMessage());
    }
  }

  @Test
  void missingShard_isNamed() {
    for (int id : new int[] {0, 2, -1}) {
      var e = assertThrows(ModelFormatException.class, () -> shards.find("x", entry(id, 0, 4)));
      assertTrue(
          e.getMessage().contains("is missing; it should contain variable x"), e.getMessage());
    }
  }

  @Test
  void fileTruncatedMeanwhile_isRefused() throws Exception {
    BundleShards.Extent extent = shards.find("x", entry(1, 0, SIZE));
    Files.write(shards.file(1), new byte[100_000]);

    var e = assertThrows(ModelFormatException.class, () -> extent.read(part -> {}));
    assertTrue(e.getMessage().contains("was truncated while it was being read"), e.getMessage());
  }
}
