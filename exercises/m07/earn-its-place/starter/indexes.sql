-- what goes

-- what is missing
