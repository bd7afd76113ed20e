"""How good the pipeline is: figures over labelled articles. Pure: values in, values out, no files, no clock."""
