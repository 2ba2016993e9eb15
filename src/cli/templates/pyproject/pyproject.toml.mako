[tool.alembic]
# The directory of env.py, script.py.mako and versions/. %(here)s is the directory of this file.
script_location = "${script_location}"

# The names of new revision files. Tokens: rev, slug, epoch, year, month, day, hour, minute, second.
# A percent sign is written twice here.
# file_template = "%%(rev)s_%%(slug)s"
# With the date in front:
# file_template = "%%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d-%%(rev)s_%%(slug)s"
# In a directory for each year (set recursive_version_locations too):
# file_template = "%%(year)d/%%(month).2d_%%(day).2d_%%(rev)s_%%(slug)s"

# Longest slug (the message as part of the file name), in characters.
# truncate_slug_length = 40

# Where modules of the project are looked for, beside the directory of the run.
prepend_sys_path = ["."]

# The directories of the revision files.
# version_locations = ["${script_location}/versions"]

# Look for revision files in their subdirectories too.
# recursive_version_locations = false

# Time zone of create dates and of the dates in file names, such as UTC; local time if absent.
# timezone = "UTC"

# Run env.py for 'revision', 'merge' and 'history' too.
# revision_environment = false

# Encoding of new revision files.
# output_encoding = "utf-8"

# Programs that are run on each new revision file. For a formatter from the PATH:
# [[tool.alembic.post_write_hooks]]
# name = "ruff"
# type = "exec"
# executable = "ruff"
# options = "format REVISION_SCRIPT_FILENAME"
