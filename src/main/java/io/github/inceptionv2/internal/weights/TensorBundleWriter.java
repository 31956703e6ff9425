package io.github.inceptionv2.internal.weights;

import io.github.inceptionv2.internal.files.DurableFile;
import io.github.inceptionv2.internal.files.FileOutput;
import io.github.inceptionv2.internal.network.GraphWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.TreeSet;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.VersionDef;

/** Writes a V2 checkpoint of one shard, with the same bytes as {@code SaveV2}. */
public final class TensorBundleWriter {

  private TensorBundleWriter() {}

  /** Writes the variables with the given names to files that begin with {@code prefix}. */
  public static void write(Path prefix, Weights weights, Collection<String> names)
      throws IOException {
    Path index = prefix.resolveSibling(prefix.getFileName() + ".index");
    SortedTableWriter table = new SortedTableWriter();
    table.put(new byte[0], header());
    Path shard = new BundleShards(index, 1).file(0);
    try (FileChannel data =
        FileChannel.open(shard, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (String name : new TreeSet<>(names)) {
        byte[] entry = append(data, shard, name, weights);
        table.put(name.getBytes(StandardCharsets.UTF_8), entry);
      }
      data.force(true);
    }
    DurableFile.write(index, table.finish());
  }

  private static byte[] header() {
    return BundleHeaderProto.newBuilder()
        .setNumShards(1)
        .setVersion(VersionDef.newBuilder().setProducer(1))
        .build()
        .toByteArray();
  }

  private static byte[] append(FileChannel data, Path shard, String name, Weights weights)
      throws IOException {
    long offset = data.position();
    float[] values = weights.read(name);
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    int crc = MaskedCrc.of(bytes);
    try {
      while (bytes.hasRemaining()) {
        data.write(bytes);
      }
    } catch (IOException e) {
      throw FileOutput.named(shard, e);
    }
    return BundleEntryProto.newBuilder()
        .setDtype(DataType.DT_FLOAT)
        .setShape(GraphWriter.shape(weights.shape(name)))
        .setOffset(offset)
        .setSize(bytes.limit())
        .setCrc32C(crc)
        .build()
        .toByteArray();
  }
}
