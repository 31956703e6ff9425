package io.github.inceptionv2.internal.weights;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;

class TensorBundleTest {

  @TempDir Path directory;

  /** The shard takes no disk space, because nothing is written to it. */
  @Test
  void variableTooLargeForAnArray_isRefused() throws Exception {
    long size = 1L << 31;
    try (RandomAccessFile shard =
        new RandomAccessFile(directory.resolve("v.data-00000-of-00001").toFile(), "rw")) {
      shard.setLength(size);
    }
    writeIndex(size);

    TensorBundle bundle = TensorBundle.open(directory.resolve("v"));
    var e = assertThrows(ModelFormatException.class, () -> bundle.read("x"));
    assertTrue(e.getMessage().contains("variable x has 2147483648 bytes"), e.getMessage());
  }

  private void writeIndex(long size) throws IOException {
    TensorShapeProto.Dim length = TensorShapeProto.Dim.newBuilder().setSize(size / 4).build();
    BundleEntryProto entry =
        BundleEntryProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .setShape(TensorShapeProto.newBuilder().addDim(length))
            .setSize(size)
            .build();
    SortedTableWriter table = new SortedTableWriter();
    table.put(new byte[0], BundleHeaderProto.newBuilder().setNumShards(1).build().toByteArray());
    table.put("x".getBytes(StandardCharsets.UTF_8), entry.toByteArray());
    Files.write(directory.resolve("v.index"), table.finish());
  }
}
