package io.github.inceptionv2.cli;

import io.github.inceptionv2.Prediction;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Prints predictions as rows of a table, after a header row. */
final class PredictionTable {

  private static final List<String> HEADER =
      List.of("image", "rank", "label", "probability", "index", "wordNetId", "logit");

  /** Characters that start a formula in a spreadsheet; the second four are full-width forms. */
  private static final String FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20\t\r\n";

  private final PrintWriter out;
  private final OutputFormat format;
  private boolean hasHeader;

  PredictionTable(PrintWriter out, OutputFormat format) {
    this.out = out;
    this.format = format;
  }

  void predictions(Path image, List<Prediction> predictions) {
    if (!hasHeader) {
      hasHeader = true;
      row(HEADER);
    }
    for (int i = 0; i < predictions.size(); i++) {
      Prediction prediction = predictions.get(i);
      row(
          List.of(
              text(image.toString()),
              String.valueOf(i + 1),
              text(prediction.label()),
              String.valueOf(prediction.probability()),
              String.valueOf(prediction.index()),
              prediction.wordNetId().map(this::text).orElse(""),
              String.valueOf(prediction.logit())));
    }
  }

  private void row(List<String> cells) {
    String separator = format == OutputFormat.CSV ? "," : "\t";
    out.println(cells.stream().collect(Collectors.joining(separator)));
  }

  private String text(String value) {
    return format == OutputFormat.CSV ? quoted(value) : escaped(value);
  }

  private static String quoted(String value) {
    boolean isFormula = !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0;
    String cell = isFormula ? "'" + value : value;
    return cell.matches("(?s).*[,\"\r\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }

  private static String escaped(String value) {
    return EscapedWriter.line(value.replace("\\", "\\\\"));
  }
}
